package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/leakvet/leakvet/cmd/internal/lsp"
)

// serve is a language server on the standard streams.
func (c *command) serve(args []string) (int, error) {
	// Editors that start servers of all kinds alike say so.
	c.flags.Bool("stdio", true, "serve on the standard streams, as it always does")
	switch err := c.flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return clean, c.help(nil)
	case err != nil:
		return trouble, fmt.Errorf("%w\nrun 'leakvet help' for the flags", err)
	case c.flags.NArg() > 0:
		return trouble, fmt.Errorf("lsp takes no arguments, such as %q: the editor says what to check", c.flags.Arg(0))
	}
	if err := c.onlyServed(); err != nil {
		return trouble, err
	}
	tool, err := os.Executable()
	if err != nil {
		return trouble, err
	}
	file := c.config
	if file != "" {
		if file, err = filepath.Abs(file); err != nil {
			return trouble, err
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	err = lsp.Serve(ctx, lsp.Options{
		Tool:       tool,
		Config:     c.analysis,
		ConfigFile: file,
		Tags:       c.tags,
		Tests:      c.tests,
	}, os.Stdin, streams{c.stdout})
	if errors.Is(err, lsp.ErrNoShutdown) {
		return 1, nil // as the protocol says
	}
	return clean, err
}

// served are the flags that a language server heeds.
var served = []string{"config", "disable", "explain", "profile", "rules", "stdio", "tags", "tests"}

// onlyServed returns an error if another flag was given, which would change nothing.
func (c *command) onlyServed() (err error) {
	c.flags.Visit(func(f *flag.Flag) {
		if !slices.Contains(served, f.Name) && err == nil {
			err = fmt.Errorf("lsp has no use for -%s: it heeds -%s", f.Name, strings.Join(served, ", -"))
		}
	})
	return err
}

// streams keeps the server from closing what is not its own.
type streams struct{ io.Writer }

// Close does nothing.
func (streams) Close() error { return nil }
