package config

import (
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"reflect"
	"strings"

	"github.com/leakvet/leakvet/analyzer"
)

// RegisterFlags defines the flags of a driver that is given no file: those of
// [analyzer.RegisterFlags], and -config, a whole configuration as JSON, over which
// the others go. The go command keeps what a tool found by the tool's flags, and so
// never takes one configuration for another.
func RegisterFlags(fs *flag.FlagSet) *analyzer.Config {
	cfg := analyzer.RegisterFlags(fs)
	fs.Func("config", "a whole configuration as `JSON`, in place of the file "+Name, func(value string) error {
		whole, err := Decode([]byte(value))
		if err != nil {
			return err
		}
		whole.Merge(cfg)
		*cfg = *whole
		return nil
	})
	return cfg
}

// Decode reads and checks a configuration in JSON.
func Decode(data []byte) (*analyzer.Config, error) {
	cfg := new(analyzer.Config)
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.DisallowUnknownFields()
	err := dec.Decode(cfg)
	var mistyped *json.UnmarshalTypeError
	switch {
	case err == nil:
		return cfg, cfg.Validate()
	case errors.As(err, &mistyped):
		return nil, fmt.Errorf("%s: want %s, got %s", cmp.Or(mistyped.Field, "configuration"), kinds[mistyped.Type.Kind()], mistyped.Value)
	case strings.HasPrefix(err.Error(), unknownField):
		return nil, fmt.Errorf("%s (fields: %s; of a resource: %s)",
			strings.TrimPrefix(err.Error(), "json: "), fields[analyzer.Config](), fields[analyzer.Resource]())
	}
	return nil, fmt.Errorf("not a configuration in JSON, like {\"profile\":\"strict\"}: %w", err)
}

// unknownField is how the only error of its kind begins that has no type.
const unknownField = "json: unknown field "

// kinds names the values that fields have.
var kinds = map[reflect.Kind]string{
	reflect.String: "a word",
	reflect.Slice:  "a list",
	reflect.Struct: "fields and their values",
}

// Flags returns the flags that give a configuration to a driver which called
// [RegisterFlags].
func Flags(cfg *analyzer.Config) ([]string, error) {
	data, err := json.Marshal(cfg)
	if err != nil {
		return nil, err
	}
	flags := []string{"-config=" + string(data)}
	if cfg.Explain {
		flags = append(flags, "-explain")
	}
	return flags, nil
}
