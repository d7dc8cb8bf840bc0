package config

import (
	"os"
	"strings"
	"testing"
)

// TestDocs reads the files that the documentation shows.
func TestDocs(t *testing.T) {
	data, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	schema := compile(t)
	blocks := strings.Split(string(data), "```yaml\n")[1:]
	for _, block := range blocks {
		text, _, _ := strings.Cut(block, "```\n")
		if cfg, err := parse("docs/configuration.md", []byte(text)); err != nil || cfg.Profile == "" || len(cfg.Loggers) == 0 {
			t.Errorf("%v, %v", cfg, err)
		}
		if err := validate(schema, text); err != nil {
			t.Errorf("the schema: %v", err)
		}
	}
	if len(blocks) == 0 {
		t.Error("no file is shown")
	}
}
