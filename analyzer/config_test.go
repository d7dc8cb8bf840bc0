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
	got, err := parse("-disable=directive, rowserr", "-rules=unclosed", "-profile=strict", "-explain")
	want := analyzer.Config{
		Rules: []string{"unclosed"}, Disable: []string{"directive", "rowserr"}, Profile: analyzer.Strict, Explain: true,
	}
	if err != nil || !reflect.DeepEqual(*got, want) {
		t.Errorf("got %v, %v, want %v", *got, err, want)
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
	opens, closes := []string{"example.com/p.Open"}, []string{"Close"}
	for option, cfg := range map[string]*analyzer.Config{
		"":                        {Exclude: []string{"internal/gen/", "**/*_mock.go"}, Loggers: []string{"gopkg.in/log.v2.Fatal", "(*example.com/p.L).Log"}},
		"rules[1]":                {Rules: []string{"unclosed", "nosuch"}},
		"disable[0]":              {Disable: []string{"nosuch"}},
		"profile":                 {Profile: "loose"},
		"exclude[0]":              {Exclude: []string{"a[b"}},
		"exclude[1]":              {Exclude: []string{"a", "/abs/olute"}},
		"releasers[0]":            {Releasers: []string{"example.com/p"}},
		"retryers[0]":             {Retryers: []string{"(*example.com/p.T)"}},
		"loggers[1]":              {Loggers: []string{"example.com/p.F", "*example.com/p.T.M"}},
		"resources[0].type":       {Resources: []analyzer.Resource{{Type: "*example.com/p.T", Acquire: opens, Release: closes}}},
		"resources[1]":            {Resources: []analyzer.Resource{{Type: "example.com/p.T", Acquire: opens, Release: closes}, {Type: "example.com/p.U", Acquire: opens}}},
		"resources[0].acquire[0]": {Resources: []analyzer.Resource{{Type: "example.com/p.T", Release: closes, Acquire: []string{"Open"}}}},
		"resources[0].release[0]": {Resources: []analyzer.Resource{{Type: "example.com/p.T", Acquire: opens, Release: []string{"T.Close"}}}},
		"resources[0].kind":       {Resources: []analyzer.Resource{{Type: "example.com/p.T", Acquire: opens, Release: closes, Kind: "heap"}}},
	} {
		_, err := analyzer.New(cfg)
		var bad *analyzer.OptionError
		if errors.As(err, &bad); bad == nil && option != "" || bad != nil && bad.Option != option {
			t.Errorf("want an error about %q, got %v", option, err)
		}
	}
}

func TestExcludes(t *testing.T) {
	cfg := &analyzer.Config{Exclude: []string{"internal/gen", "api/", "**/*_mock.go", "cmd/*/main.go"}}
	for file, want := range map[string]bool{
		"internal/gen/a.go":      true,
		"internal/gen/deep/a.go": true,
		"internal/generate/a.go": false,
		"api/a.go":               true,
		"a_mock.go":              true,
		"x/y/a_mock.go":          true,
		"cmd/x/main.go":          true,
		"cmd/x/y/main.go":        false,
		"a.go":                   false,
	} {
		if got := cfg.Excludes(file); got != want {
			t.Errorf("%s: got %v", file, got)
		}
	}
}

func TestMerge(t *testing.T) {
	cfg := &analyzer.Config{Rules: []string{"unclosed"}, Profile: analyzer.Strict, Loggers: []string{"p.Log"}}
	cfg.Merge(&analyzer.Config{Rules: []string{"rowserr"}, Disable: []string{"rowserr"}, Explain: true})
	want := &analyzer.Config{
		Rules: []string{"rowserr"}, Disable: []string{"rowserr"}, Profile: analyzer.Strict, Loggers: []string{"p.Log"}, Explain: true,
	}
	if !reflect.DeepEqual(cfg, want) {
		t.Errorf("got %+v, want %+v", cfg, want)
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
