package analyzer

import (
	"flag"
	"maps"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

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

// CrashCategory is the category of a diagnostic that says that leakvet itself failed
// on some code. It is an error and not a finding: a driver that knows leakvet tells it
// as one.
const CrashCategory = obligation.CrashCategory

// Config selects what is reported, and says what the analysis cannot know. The
// zero value asks for all rules in the default profile. The tags are the names of
// the fields in a configuration file.
type Config struct {
	Profile string   `json:"profile,omitempty"` // Default or Strict; empty is Default
	Rules   []string `json:"rules,omitempty"`   // the rules to run; all if empty
	Disable []string `json:"disable,omitempty"` // the rules to leave out

	// Exclude lists the files of which nothing is reported: patterns of names below
	// the directory of go.mod, with slashes, where * stands for part of a name and
	// ** for any number of directories. A directory stands for all that is in it.
	Exclude []string `json:"exclude,omitempty"`

	// Resources lists types whose values have to be released, besides those that
	// leakvet knows or infers.
	Resources []Resource `json:"resources,omitempty"`
	// Releasers lists functions that release what they are given, Retryers those that
	// call a func that they are given again if it fails, and Loggers those that log
	// what they are given: "example.com/p.Func" or "(*example.com/p.Type).Method".
	Releasers []string `json:"releasers,omitempty"`
	Retryers  []string `json:"retryers,omitempty"`
	Loggers   []string `json:"loggers,omitempty"`

	Explain bool `json:"-"` // report also where the analysis gave up
}

// RegisterFlags defines a flag for every option that is not knowledge and returns
// the configuration that parsing will fill. A bad value fails the parsing.
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

// Merge sets the options that are set in over.
func (c *Config) Merge(over *Config) {
	if over.Profile != "" {
		c.Profile = over.Profile
	}
	for _, list := range []struct{ to, from *[]string }{
		{&c.Rules, &over.Rules},
		{&c.Disable, &over.Disable},
		{&c.Exclude, &over.Exclude},
		{&c.Releasers, &over.Releasers},
		{&c.Retryers, &over.Retryers},
		{&c.Loggers, &over.Loggers},
	} {
		if *list.from != nil {
			*list.to = *list.from
		}
	}
	if over.Resources != nil {
		c.Resources = over.Resources
	}
	c.Explain = c.Explain || over.Explain
}

// Known returns the names of all rules, in alphabetical order.
func (c *Config) Known() []string { return slices.Sorted(maps.Keys(catalog)) }

// Enabled reports whether the rule is selected.
func (c *Config) Enabled(rule string) bool {
	return (len(c.Rules) == 0 || slices.Contains(c.Rules, rule)) && !slices.Contains(c.Disable, rule)
}

// Strict reports whether the profile is [Strict].
func (c *Config) Strict() bool { return c.Profile == Strict }

// Excludes reports whether nothing is to be reported of a file, given by its name
// below the directory of go.mod, with slashes.
func (c *Config) Excludes(file string) bool {
	return slices.ContainsFunc(c.Exclude, func(pattern string) bool {
		pattern = strings.TrimSuffix(pattern, "/")
		return doublestar.MatchUnvalidated(pattern, file) || doublestar.MatchUnvalidated(pattern+"/**", file)
	})
}

// Explains reports whether notes are asked for.
func (c *Config) Explains() bool { return c.Explain }

// list splits a flag's value, and drops the empty words.
func list(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
}
