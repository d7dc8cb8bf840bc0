package config

import (
	"os"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/internal/snippet"
)

// TestSchema holds the published schema against the reader: they take and refuse the
// same files.
func TestSchema(t *testing.T) {
	schema := compile(t)
	for text := range right {
		if err := validate(schema, text); err != nil {
			t.Errorf("the schema refuses\n%s\n%v", text, err)
		}
	}
	for text, want := range wrong {
		if validate(schema, text) == nil {
			t.Errorf("the schema takes\n%s\nthe reader says %s", text, want)
		}
	}
	for _, rule := range analyzer.Rules() {
		if err := validate(schema, "rules: ["+rule.Name+"]"); err != nil {
			t.Errorf("the schema refuses %s: %v", rule.Name, err)
		}
	}
}

// TestDocumented reads the file that the manual shows.
func TestDocumented(t *testing.T) {
	text, err := snippet.Read("../../docs/configuration.md", Name)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := parse(Name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := validate(compile(t), text); err != nil {
		t.Errorf("the schema refuses it: %v", err)
	}
	if _, err := analyzer.New(cfg); err != nil {
		t.Error(err)
	}
	if len(cfg.Resources) == 0 {
		t.Errorf("it says %+v", cfg)
	}
}

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open("../../docs/leakvet.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	document, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(schema *jsonschema.Schema, text string) error {
	var document any
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		return err
	}
	return schema.Validate(document)
}
