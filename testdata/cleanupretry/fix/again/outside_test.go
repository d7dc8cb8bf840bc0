package again_test

import (
	"os"
	"testing"
)

func badOutside(t *testing.T) {
	defer os.Remove("state.db") // want "cleanupretry: os.Remove of a database" "cleanuperr: the error of os.Remove is dropped"
}
