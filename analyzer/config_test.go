package analyzer_test

import (
	"errors"
	"flag"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/leakvet/leakvet/analyzer"
)

func parse(args ...string) (*analyzer.Config, error) {
	fs := flag.NewFlagSet("test", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	cfg := analyzer.RegisterFlags(fs)
	return cfg, fs.Parse(args)
}

func TestFlags(t *testing.T) {
	for _, want := range []analyzer.Config{
		{},
		{Rules: []string{"unclosed", "rowserr"}},
		{Disable: []string{"directive"}, Profile: analyzer.Strict, Explain: true},
	} {
		got, err := parse(want.Flags()...)
		if err != nil {
			t.Errorf("%v: %v", want, err)
		}
		if !reflect.DeepEqual(*got, want) {
			t.Errorf("from %q:\n got %v\nwant %v", want.Flags(), *got, want)
		}
	}
}

func TestFlagErrors(t *testing.T) {
	for arg, want := range map[string]string{
		"-rules=unclosed,nosuch": `unknown rule "nosuch" (rules: afterclose, `,
		"-disable=nosuch":        `unknown rule "nosuch" (rules: afterclose, `,
		"-profile=loose":         `unknown profile "loose" (profiles: default, strict)`,
	} {
		if _, err := parse(arg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", arg, err, want)
		}
	}
}

func TestValidate(t *testing.T) {
	for _, cfg := range []*analyzer.Config{
		{Rules: []string{"nosuch"}},
		{Disable: []string{"nosuch"}},
		{Profile: "loose"},
	} {
		if _, err := analyzer.New(cfg); !errors.Is(err, analyzer.ErrUnknown) {
			t.Errorf("%+v: got %v", *cfg, err)
		}
	}
}

func TestEnabled(t *testing.T) {
	all := (&analyzer.Config{}).Known()
	tests := map[string]struct {
		cfg  analyzer.Config
		want []string
	}{
		"all":      {analyzer.Config{}, all},
		"some":     {analyzer.Config{Rules: []string{"unclosed", "rowserr"}}, []string{"rowserr", "unclosed"}},
		"all but":  {analyzer.Config{Disable: all[1:]}, all[:1]},
		"some but": {analyzer.Config{Rules: []string{"unclosed", "rowserr"}, Disable: []string{"rowserr"}}, []string{"unclosed"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := slices.DeleteFunc(test.cfg.Known(), func(rule string) bool { return !test.cfg.Enabled(rule) })
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
