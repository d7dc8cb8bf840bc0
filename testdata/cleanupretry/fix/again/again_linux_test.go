package again

import (
	"os"
	"testing"
)

func badOnOneSystem(t *testing.T) {
	defer os.Remove("linux.db") // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
}
