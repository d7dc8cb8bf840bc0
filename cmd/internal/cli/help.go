package cli

import (
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/leakvet/leakvet/analyzer"
)

const usage = `leakvet finds resources that are not released.

	leakvet [flags] [packages]    check the packages; . if none is named
	leakvet help [rule]           print this, or the manual of a rule
	go vet -vettool=$(which leakvet) [flags] [packages]

Exit code: 0 nothing found, 1 something found, 2 trouble (usage, no packages,
packages that do not compile).
`

// help prints the manual of a rule, or what the command can do.
func (c *command) help(args []string) error {
	if len(args) == 0 {
		fmt.Fprint(c.stdout, usage, "\nFlags:\n\n")
		c.flags.VisitAll(c.printFlag)
		fmt.Fprint(c.stdout, "\nRules:\n\n")
		for _, rule := range analyzer.Rules() {
			name, summary, _ := strings.Cut(strings.SplitN(rule.Doc, "\n", 2)[0], ": ")
			fmt.Fprintf(c.stdout, "\t%-12s %s\n", name, summary)
		}
		return nil
	}
	for _, rule := range analyzer.Rules() {
		if rule.Name == args[0] {
			fmt.Fprintln(c.stdout, rule.Doc)
			return nil
		}
	}
	return (&analyzer.Config{Rules: args[:1]}).Validate()
}

func (c *command) printFlag(f *flag.Flag) {
	placeholder, text := flag.UnquoteUsage(f)
	fmt.Fprintf(c.stdout, "\t%-18s %s\n", strings.TrimSpace("-"+f.Name+" "+placeholder), text)
}

// printVersion prints the version of the module and of the Go that built it:
// leakvet reads packages up to that Go.
func (c *command) printVersion() error {
	version := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	_, err := fmt.Fprintf(c.stdout, "leakvet %s built with %s\n", version, runtime.Version())
	return err
}
