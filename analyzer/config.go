package analyzer

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/leakvet/leakvet/analyzer/internal/obligation"
)

// The profiles.
const (
	Default = "default" // what is wrong on some feasible path: few and certain
	Strict  = "strict"  // also what is only likely to be wrong
)

// NoteCategory is the category of the diagnostics that [Config.Explain] asks
// for. They are notes and not findings.
const NoteCategory = obligation.NoteCategory

// ErrUnknown is wrapped by every error about a configuration.
var ErrUnknown = errors.New("unknown")

// Config selects what is reported. The zero value asks for all rules in the
// default profile.
type Config struct {
	Rules   []string // the rules to run; all if empty
	Disable []string // the rules to leave out
	Profile string   // Default or Strict; empty is Default
	Explain bool     // report also where the analysis gave up
}

// RegisterFlags defines a flag for every option and returns the configuration
// that parsing will fill. A bad value fails the parsing.
func RegisterFlags(fs *flag.FlagSet) *Config {
	cfg := new(Config)
	checked := func(set func(value string)) func(string) error {
		return func(value string) error {
			set(value)
			return cfg.Validate()
		}
	}
	fs.Func("rules", "run only these `rules`, separated by commas",
		checked(func(value string) { cfg.Rules = list(value) }))
	fs.Func("disable", "leave out these `rules`, separated by commas",
		checked(func(value string) { cfg.Disable = list(value) }))
	fs.Func("profile", "the `profile`: default reports what is certain, strict also what is likely",
		checked(func(value string) { cfg.Profile = value }))
	fs.BoolVar(&cfg.Explain, "explain", false, "say where the analysis gave up")
	return cfg
}

// Flags returns the flags that make the configuration, for a process that
// called [RegisterFlags].
func (c *Config) Flags() []string {
	var flags []string
	if len(c.Rules) > 0 {
		flags = append(flags, "-rules="+strings.Join(c.Rules, ","))
	}
	if len(c.Disable) > 0 {
		flags = append(flags, "-disable="+strings.Join(c.Disable, ","))
	}
	if c.Strict() {
		flags = append(flags, "-profile="+Strict)
	}
	if c.Explain {
		flags = append(flags, "-explain")
	}
	return flags
}

// Validate returns an error that names the first option with a bad value and
// the values that it may have.
func (c *Config) Validate() error {
	known := c.Known()
	for _, rule := range slices.Concat(c.Rules, c.Disable) {
		if !slices.Contains(known, rule) {
			return fmt.Errorf("%w rule %q (rules: %s)", ErrUnknown, rule, strings.Join(known, ", "))
		}
	}
	switch c.Profile {
	case "", Default, Strict:
		return nil
	}
	return fmt.Errorf("%w profile %q (profiles: %s, %s)", ErrUnknown, c.Profile, Default, Strict)
}

// Known returns the names of all rules.
func (c *Config) Known() []string {
	var names []string
	for _, rule := range Rules() {
		names = append(names, rule.Name)
	}
	return names
}

// Enabled reports whether the rule is selected.
func (c *Config) Enabled(rule string) bool {
	return (len(c.Rules) == 0 || slices.Contains(c.Rules, rule)) && !slices.Contains(c.Disable, rule)
}

// Strict reports whether the profile is [Strict].
func (c *Config) Strict() bool { return c.Profile == Strict }

// Explains reports whether notes are asked for.
func (c *Config) Explains() bool { return c.Explain }

// list splits a flag's value, and drops the empty words.
func list(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
}
