package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/leakvet/leakvet/analyzer"
)

// parse reads and checks the text of a file.
func parse(name string, data []byte) (*analyzer.Config, error) {
	cfg := new(analyzer.Config)
	err := yaml.NewDecoder(bytes.NewReader(data), yaml.Strict()).Decode(cfg)
	if err != nil && !errors.Is(err, io.EOF) { // an empty file says nothing
		return nil, located(name, err)
	}
	var option *analyzer.OptionError
	if err := cfg.Validate(); errors.As(err, &option) {
		return nil, fmt.Errorf("%s:%s: %w", name, position(valueToken(data, option.Option)), err)
	}
	return cfg, nil
}

// located makes an error of the decoder one line that begins with a place.
func located(name string, err error) error {
	var at yaml.Error
	if !errors.As(err, &at) {
		return fmt.Errorf("%s: %w", name, err)
	}
	message := at.GetMessage()
	var unknown *yaml.UnknownFieldError
	var mistyped *yaml.UnexpectedNodeTypeError
	switch {
	case errors.As(err, &unknown):
		message += fmt.Sprintf(" (fields: %s; of a resource: %s)", fields[analyzer.Config](), fields[analyzer.Resource]())
	case errors.As(err, &mistyped) && mistyped.Expected == ast.SequenceType:
		message = "not a list, like [a, b]"
	case errors.As(err, &mistyped) && mistyped.Expected == ast.MappingType:
		message = "not fields and their values, like field: value"
	}
	return fmt.Errorf("%s:%s: %s", name, position(at.GetToken()), message)
}

// fields lists the names that the fields of T have in a file.
func fields[T any]() string {
	var names []string
	for f := range reflect.TypeFor[T]().Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "-" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// position writes line:column, of the beginning of the file if there is no token.
func position(t *token.Token) string {
	if t == nil || t.Position == nil {
		return "1:1"
	}
	return fmt.Sprintf("%d:%d", t.Position.Line, t.Position.Column)
}

// valueToken returns the token of the value of an option, "resources[0].type" for
// example, or nil.
func valueToken(data []byte, option string) *token.Token {
	path, err := yaml.PathString("$." + option)
	if err != nil {
		return nil
	}
	node, err := path.ReadNode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	return node.GetToken()
}
