package cli

import (
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"text/tabwriter"

	"github.com/leakvet/leakvet/analyzer"
)

const usage = `leakvet finds resources that are not released.

	leakvet [flags] [packages]    check the packages; . if none is named
	leakvet help [rule]           print this, or the manual of a rule
	leakvet lsp [flags]           serve an editor on the standard streams
	go vet -vettool=$(which leakvet) [flags] [packages]

Exit code: 0 nothing found, 1 something found, 2 trouble (usage, no packages,
packages that do not compile).
`

// help prints the manual of a rule, or what the command can do.
func (c *command) help(args []string) error {
	if len(args) == 0 {
		fmt.Fprint(c.stdout, usage, "\nFlags:\n\n")
		c.printFlags()
		fmt.Fprint(c.stdout, "\nRules:\n\n")
		for _, rule := range analyzer.Catalog() {
			fmt.Fprintf(c.stdout, "\t%-13s %s\n", rule.Name, rule.Summary)
		}
		return nil
	}
	for _, rule := range analyzer.Catalog() {
		if rule.Name == args[0] {
			fmt.Fprintln(c.stdout, rule.Manual)
			return nil
		}
	}
	return (&analyzer.Config{Rules: args[:1]}).Validate()
}

func (c *command) printFlags() {
	left := func(f *flag.Flag) string {
		placeholder, _ := flag.UnquoteUsage(f)
		return strings.TrimSpace("-" + f.Name + " " + placeholder)
	}
	width := 0
	c.flags.VisitAll(func(f *flag.Flag) { width = max(width, len(left(f))) })
	c.flags.VisitAll(func(f *flag.Flag) {
		_, text := flag.UnquoteUsage(f)
		fmt.Fprintf(c.stdout, "\t%-*s %s\n", width, left(f), text)
	})
}

// printRules prints a table of the rules.
func (c *command) printRules() error {
	w := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "RULE\tLEVEL\tPROFILE\tFIXES\tWHAT IT DOES")
	for _, rule := range analyzer.Catalog() {
		fixes := "-"
		if rule.Fixes {
			fixes = "yes"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", rule.Name, rule.Severity, rule.Profiles, fixes, rule.Summary)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(c.stdout, "\ndefault+: -profile=strict reports more. leakvet help RULE prints the manual of a rule.")
	return err
}

// printVersion prints the version of the module and of the Go that built it:
// leakvet reads packages up to that Go.
func (c *command) printVersion() error {
	_, err := fmt.Fprintf(c.stdout, "leakvet %s built with %s\n", version(), runtime.Version())
	return err
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
