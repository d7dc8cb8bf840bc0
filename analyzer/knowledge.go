package analyzer

import (
	"errors"
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/leakvet/leakvet/analyzer/internal/contract"
)

// A Resource is a type whose values have to be released.
type Resource struct {
	// Type is the type, "example.com/p.Type"; pointers to it are meant too.
	Type string `json:"type"`
	// Acquire lists the functions that hand out a value which the caller has to
	// release, in the form of [Config.Releasers].
	Acquire []string `json:"acquire"`
	// Release lists the methods of the type that release, Close for example.
	Release []string `json:"release"`
	// Kind is "handle", which is the default, for what is used for a short time, and
	// "pool" for what is shared and lives as long as the program, like sql.DB.
	Kind string `json:"kind,omitempty"`
}

// kinds are the values that Resource.Kind may have.
var kinds = map[string]contract.Class{
	"":       contract.Handle,
	"handle": contract.Handle,
	"pool":   contract.Pool,
}

// validate checks the resource that is named option in the configuration.
func (r *Resource) validate(option string) error {
	if _, err := parseType(r.Type); err != nil {
		return &OptionError{option + ".type", err}
	}
	if len(r.Acquire) == 0 {
		return &OptionError{option, errors.New("a resource needs acquire, the functions that hand it out, like [example.com/p.Open]")}
	}
	if len(r.Release) == 0 {
		return &OptionError{option, errors.New("a resource needs release, the methods that release it, like [Close]")}
	}
	if err := each(option+".acquire", r.Acquire, checkFunc); err != nil {
		return err
	}
	if err := each(option+".release", r.Release, checkMethod); err != nil {
		return err
	}
	if _, ok := kinds[r.Kind]; !ok {
		return &OptionError{option + ".kind", fmt.Errorf("%w kind %q (kinds: handle, pool)", ErrUnknown, r.Kind)}
	}
	return nil
}

func checkFunc(name string) error {
	_, err := parseFunc(name)
	return err
}

func checkMethod(name string) error {
	if !token.IsIdentifier(name) {
		return fmt.Errorf("%q is not the name of a method, like Close", name)
	}
	return nil
}

// A symbol is a function, method or type by the path of its package and its name
// there, "Func" or "Type.Method".
type symbol struct{ path, name string }

// word is the symbol in the notation of package contract.
func (s symbol) word() string { return s.path + ":" + s.name }

// parseFunc reads the name of a function or method as go doc and the compiler write
// it.
func parseFunc(name string) (symbol, error) {
	typ, isMethod := strings.CutPrefix(name, "(")
	typ, method, closed := strings.Cut(typ, ").")
	if isMethod && closed && token.IsIdentifier(method) {
		sym, err := parseType(strings.TrimPrefix(typ, "*"))
		return symbol{sym.path, sym.name + "." + method}, err
	}
	if sym, err := parseType(name); err == nil && !isMethod {
		return sym, nil
	}
	return symbol{}, fmt.Errorf("%q is not a function, like example.com/p.Func or (*example.com/p.Type).Method", name)
}

func parseType(name string) (symbol, error) {
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 || !token.IsIdentifier(name[dot+1:]) || strings.ContainsAny(name, "()*: \t") || strings.HasSuffix(name[:dot], "/") {
		return symbol{}, fmt.Errorf("%q is not a type, like example.com/p.Type", name)
	}
	return symbol{name[:dot], name[dot+1:]}, nil
}

// Libraries returns what the configuration says of types and functions. It has to
// be valid.
func (c *Config) Libraries() []contract.Library {
	functions := contract.Library{
		Path:     "configuration", // its words name other packages
		Partial:  true,
		Releases: anyArgument(c.Releasers),
		Retries:  anyArgument(c.Retryers),
		Logs:     words(c.Loggers),
	}
	libs := []contract.Library{functions}
	for _, r := range c.Resources {
		typ, _ := parseType(r.Type)
		libs = append(libs, contract.Library{
			Path:    typ.path,
			Partial: true,
			Resources: []contract.Resource{{
				Type:    typ.name,
				Class:   kinds[r.Kind],
				Acquire: words(r.Acquire),
				Release: strings.Join(r.Release, " "),
				Plain:   strings.Join(r.Release, " "),
				Verb:    r.verb(),
			}},
		})
	}
	return libs
}

// verb says what was missed.
func (r *Resource) verb() string {
	if slices.Contains(r.Release, "Close") {
		return "closed"
	}
	return "released"
}

// words joins functions in the notation of package contract.
func words(funcs []string) string {
	var all []string
	for _, name := range funcs {
		sym, _ := parseFunc(name)
		all = append(all, sym.word())
	}
	return strings.Join(all, " ")
}

// maxParams is how many parameters of a function that the configuration names are
// meant, when all are.
const maxParams = 8

// anyArgument joins functions that do the same with whatever they are given.
func anyArgument(funcs []string) string {
	var all []string
	for _, word := range strings.Fields(words(funcs)) {
		if strings.Contains(word[strings.LastIndexByte(word, ':'):], ".") {
			all = append(all, word+"/recv")
		}
		for i := range maxParams {
			all = append(all, word+"/"+strconv.Itoa(i))
		}
	}
	return strings.Join(all, " ")
}
