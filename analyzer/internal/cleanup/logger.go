package cleanup

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// loggers are the packages of which the functions and methods that are named
// like levels log.
var loggers = strings.Fields(`log log/slog go.uber.org/zap github.com/rs/zerolog github.com/rs/zerolog/log
	github.com/sirupsen/logrus k8s.io/klog/v2 k8s.io/klog github.com/golang/glog github.com/hashicorp/go-hclog
	github.com/go-logr/logr github.com/go-kit/log github.com/go-kit/kit/log github.com/charmbracelet/log
	github.com/apex/log github.com/inconshreveable/log15 cloud.google.com/go/logging`)

// levels begin the names of functions that log.
var levels = strings.Fields("Debug Info Notice Warn Error Err Log Print Trace Output Msg Send")

// IsLogger reports whether a call hands its arguments to a logger: of the table or
// a well-known library, by its name and form, or by printing to a stream.
func (c *Code) IsLogger(common *ssa.CallCommon) bool {
	obj := Callee(common)
	if obj == nil || obj.Pkg() == nil {
		return false
	}
	if table := c.Index.Func(obj); table != nil && table.Logs {
		return true
	}
	if obj.Pkg().Path() == "fmt" {
		return strings.HasPrefix(obj.Name(), "Print") || strings.HasPrefix(obj.Name(), "Fprint")
	}
	if !hasLevel(obj.Name()) {
		return false
	}
	if slices.Contains(loggers, obj.Pkg().Path()) {
		return true
	}
	return IsMethod(common) && !isTest(receiverOf(obj)) && isLogForm(obj.Signature())
}

func hasLevel(name string) bool {
	return slices.ContainsFunc(levels, func(l string) bool { return strings.HasPrefix(name, l) })
}

// isLogForm reports whether a method is one of a logger by its form: it takes
// any number of arguments, and gives nothing back.
func isLogForm(sig *types.Signature) bool { return sig.Variadic() && sig.Results().Len() == 0 }

func receiverOf(fn *types.Func) types.Type {
	if recv := fn.Signature().Recv(); recv != nil {
		return recv.Type()
	}
	return types.Typ[types.Invalid]
}

// isFormatter reports whether fn only makes something new of its arguments: a text, a
// context, or a field or a logger for what is logged then.
func isFormatter(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	switch path := fn.Pkg().Path(); path {
	case "fmt":
		return strings.HasPrefix(fn.Name(), "Sprint") || fn.Name() == "Errorf"
	case "errors":
		return fn.Name() == "Join"
	case "time":
		return fn.Name() == "Now" || fn.Name() == "Since"
	case "context", "path/filepath", "strconv", "strings":
		return true
	default:
		return slices.Contains(loggers, path) && fn.Signature().Results().Len() == 1
	}
}
