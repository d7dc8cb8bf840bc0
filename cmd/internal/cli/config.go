package cli

import (
	"path/filepath"

	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/internal/config"
)

// toolFlags returns the flags of the tool: what the file of the module in dir says, or
// the one that was asked for, and over it the flags of the call.
func (c *command) toolFlags(dir string) ([]string, error) {
	cfg, err := c.readConfig(dir)
	if err != nil {
		return nil, err
	}
	cfg.Merge(c.analysis)
	return config.Flags(cfg)
}

func (c *command) readConfig(dir string) (*analyzer.Config, error) {
	if c.config == "" {
		cfg, _, err := config.Load(dir)
		return cfg, err
	}
	path := c.config
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return config.Read(path)
}
