package analyzer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// ErrUnknown is wrapped by the errors about names that mean nothing.
var ErrUnknown = errors.New("unknown")

// An OptionError says which option has a bad value, and why it is bad.
type OptionError struct {
	Option string // as in "rules[1]" or "resources[0].type"
	Err    error
}

func (e *OptionError) Error() string { return e.Err.Error() }
func (e *OptionError) Unwrap() error { return e.Err }

// Validate returns an [OptionError] for the first option with a bad value, which
// tells the values that it may have, or nil.
func (c *Config) Validate() error {
	if !slices.Contains([]string{"", Default, Strict}, c.Profile) {
		return &OptionError{"profile", fmt.Errorf("%w profile %q (profiles: %s, %s)", ErrUnknown, c.Profile, Default, Strict)}
	}
	for _, list := range []struct {
		option string
		words  []string
		check  func(string) error
	}{
		{"rules", c.Rules, checkRule},
		{"disable", c.Disable, checkRule},
		{"exclude", c.Exclude, checkPattern},
		{"releasers", c.Releasers, checkFunc},
		{"retryers", c.Retryers, checkFunc},
		{"loggers", c.Loggers, checkFunc},
	} {
		if err := each(list.option, list.words, list.check); err != nil {
			return err
		}
	}
	for i := range c.Resources {
		if err := c.Resources[i].validate(fmt.Sprintf("resources[%d]", i)); err != nil {
			return err
		}
	}
	return nil
}

// each checks the words of a list.
func each(option string, words []string, check func(string) error) error {
	for i, word := range words {
		if err := check(word); err != nil {
			return &OptionError{fmt.Sprintf("%s[%d]", option, i), err}
		}
	}
	return nil
}

func checkRule(name string) error {
	known := new(Config).Known()
	if slices.Contains(known, name) {
		return nil
	}
	return fmt.Errorf("%w rule %q (rules: %s)", ErrUnknown, name, strings.Join(known, ", "))
}

func checkPattern(pattern string) error {
	if pattern == "" || strings.HasPrefix(pattern, "/") || !doublestar.ValidatePattern(pattern) {
		return fmt.Errorf("%q is not a pattern of file names below the directory of go.mod, like internal/gen/** or **/*_mock.go", pattern)
	}
	return nil
}
