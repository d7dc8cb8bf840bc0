// Golangci is golangci-lint with leakvet as a linter, as golangci-lint custom builds
// it, but from a clone of leakvet and without one of golangci-lint. The tests of this
// module run it, and so does the lint step of .ci/run.
package main

import (
	"fmt"
	"os"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/leakvet/leakvet/plugin"
)

// main leaves the version empty: golangci-lint then takes the executable's hash
// for it, and its cache forgets what another build of leakvet has said.
func main() {
	if err := commands.Execute(commands.BuildInfo{}); err != nil {
		fmt.Fprintln(os.Stderr, "golangci-lint:", err)
		os.Exit(exitcodes.Failure)
	}
}
