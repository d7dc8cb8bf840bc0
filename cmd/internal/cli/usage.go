package cli

import (
	"flag"
	"fmt"
	"slices"
	"strings"
)

// apart are flags of which one would make nothing of the other.
var apart = [][2]string{
	{"diff", "fix"},
	{"diff", "format"},
	{"diff", "write-baseline"},
	{"fix", "write-baseline"},
	{"format", "write-baseline"},
	{"new-from-rev", "write-baseline"},
	{"o", "write-baseline"},
}

// contradiction returns an error if a call means what it would not do.
func (c *command) contradiction() error {
	args := c.flags.Args()
	if i := slices.IndexFunc(args, isFlag); i >= 0 {
		return fmt.Errorf("%s stands after %s: flags come before the packages", args[i], args[0])
	}
	asked := make(map[string]bool)
	c.flags.Visit(func(f *flag.Flag) { asked[f.Name] = f.Value.String() != "false" })
	for _, pair := range apart {
		if asked[pair[0]] && asked[pair[1]] {
			return fmt.Errorf("-%s and -%s exclude each other: call leakvet once for each", pair[0], pair[1])
		}
	}
	return nil
}

func isFlag(arg string) bool { return len(arg) > 1 && strings.HasPrefix(arg, "-") }
