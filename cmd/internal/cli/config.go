package cli

import (
	"github.com/leakvet/leakvet/analyzer"
	"github.com/leakvet/leakvet/internal/config"
)

// configuration returns what the file of the module in dir says, or the one that was
// asked for, and over it the flags of the call.
func (c *command) configuration(dir string) (cfg *analyzer.Config, err error) {
	if c.config != "" {
		cfg, err = config.Read(c.path(dir, c.config))
	} else {
		cfg, _, err = config.Load(dir)
	}
	if err != nil {
		return nil, err
	}
	cfg.Merge(c.analysis)
	return cfg, nil
}
