package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"

	"github.com/leakvet/leakvet/cmd/internal/check"
	"github.com/leakvet/leakvet/internal/config"
)

// version is the flag -V=full, by which the go command asks what may tell the
// findings of this tool from those of another: the executable, and the configuration
// of the module that the go command was called in.
type version struct{}

func (version) String() string   { return "" }
func (version) IsBoolFlag() bool { return true }

// Set prints the version and ends the process.
func (version) Set(value string) error {
	if value != "full" {
		return fmt.Errorf("only -V=full is supported")
	}
	// The go command tells its tools its version.
	if err := check.Skew(os.Getenv("GOVERSION")); err != nil {
		fail(err)
	}
	sum, err := buildID()
	if err != nil {
		fail(err)
	}
	fmt.Printf("leakvet version devel buildID=%02x\n", sum)
	os.Exit(0)
	return nil
}

func buildID() ([]byte, error) {
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return nil, err
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if err := config.WriteFiles(h, dir); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}
