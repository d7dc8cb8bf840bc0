package lsp

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/internal/config"
)

// settings are what the user says in the editor. They go over the flags of the
// server, which go over the configuration file.
type settings struct {
	Profile string   `json:"profile"`
	Rules   []string `json:"rules"`
	Disable []string `json:"disable"`
}

// setSettings takes the initialization options, or the section "leakvet" of the
// client's settings. s.mu is held.
func (s *server) setSettings(data json.RawMessage) error {
	var next settings
	if err := decode(data, &next); err != nil {
		return fmt.Errorf("the settings of the editor: %w", err)
	}
	if err := next.config().Validate(); err != nil {
		return fmt.Errorf("the settings of the editor: %w", err)
	}
	s.settings = next
	return nil
}

// config returns the settings as a configuration. An empty list is what editors send
// for a setting that is not set, and leaves the configuration file's list as it is.
func (c settings) config() *analyzer.Config {
	cfg := &analyzer.Config{Profile: c.Profile}
	if len(c.Rules) > 0 {
		cfg.Rules = c.Rules
	}
	if len(c.Disable) > 0 {
		cfg.Disable = c.Disable
	}
	return cfg
}

// didChangeConfiguration hears of settings, of which only the section "leakvet"
// matters.
func (s *server) didChangeConfiguration(p configurationParams) {
	var sections struct {
		Leakvet json.RawMessage `json:"leakvet"`
	}
	if decode(p.Settings, &sections) != nil || len(sections.Leakvet) == 0 {
		return // the settings are not ours
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.settings
	if err := s.setSettings(sections.Leakvet); err != nil {
		s.show(err.Error())
		return
	}
	if !reflect.DeepEqual(before, s.settings) {
		s.restart()
	}
}

// toolFlags returns the flags of the tool for a module: the configuration file, the
// flags of the server, the settings of the editor. They are read anew for every run,
// so that no change is missed. s.mu is held.
func (s *server) toolFlags(root string) ([]string, error) {
	cfg, err := s.readConfig(root)
	if err != nil {
		return nil, err
	}
	cfg.Merge(s.opts.Config)
	cfg.Merge(s.settings.config())
	return config.Flags(cfg)
}

func (s *server) readConfig(root string) (*analyzer.Config, error) {
	if s.opts.ConfigFile != "" {
		return config.Read(s.opts.ConfigFile)
	}
	cfg, _, err := config.Load(root)
	return cfg, err
}

// isReconfigured reports whether the configuration has changed since go vet has looked
// at a package, or cannot be read. s.mu is held.
func (s *server) isReconfigured(p *pkg) bool {
	flags, err := s.toolFlags(p.module.root)
	return err != nil || slices.ContainsFunc(p.units, func(u *unit) bool { return !slices.Equal(u.flags, flags) })
}
