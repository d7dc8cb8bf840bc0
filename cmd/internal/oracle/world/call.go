package world

import (
	"context"
	"fmt"
	"reflect"
	"slices"
)

// A call is one call of a program.
type call struct {
	arguments []reflect.Value
	results   []reflect.Value
	returned  bool
	cleanups  []func()        // what is to be called when it is over
	places    []reflect.Value // arguments that the program may put resources into
}

// arguments make arguments, by their type. What one returns beside the argument
// is called after the program's end, and may be nil.
var arguments = map[reflect.Type]func() (any, func()){
	reflect.TypeFor[context.Context](): func() (any, func()) { return context.Background(), nil },
	reflect.TypeFor[bool]():            func() (any, func()) { return Choose(2) == 1, nil },
}

// Argument says how to make an argument of type T. It is called in init
// functions only.
func Argument[T any](make func() (T, func())) {
	arguments[reflect.TypeFor[T]()] = func() (any, func()) { return make() }
}

// newCall makes the arguments for a function. What is not in the table is a
// place that the program may put resources in: a pointer, a map or a channel,
// which the caller empties.
func newCall(function reflect.Type) *call {
	c := new(call)
	for parameter := range function.Ins() {
		var argument reflect.Value
		if make, known := arguments[parameter]; known {
			value, after := make()
			argument = reflect.ValueOf(value)
			if after != nil {
				c.cleanups = append(c.cleanups, after)
			}
		} else {
			argument = room(parameter)
			c.places = append(c.places, argument)
		}
		c.arguments = append(c.arguments, argument)
	}
	return c
}

// room makes an empty place of a type.
func room(of reflect.Type) reflect.Value {
	switch of.Kind() {
	case reflect.Map:
		return reflect.MakeMap(of)
	case reflect.Chan:
		return reflect.MakeChan(of, 16)
	}
	return reflect.New(of.Elem())
}

// finish does what a caller has to do, last things first: a test's cleanup comes
// before anything else. What is returned belongs to the caller, even beside an
// error.
func (c *call) finish() {
	for _, cleanup := range slices.Backward(c.cleanups) {
		cleanup()
	}
	current.disposing = true
	for _, r := range current.resources {
		if r.Open() {
			current.left = append(current.left, r)
		}
	}
	for _, place := range c.places {
		dispose(place)
	}
	for _, result := range c.results {
		dispose(result)
	}
}

// succeeded reports whether the call returned, without an error.
func (c *call) succeeded() bool {
	if !c.returned {
		return false
	}
	for _, result := range c.results {
		if err, ok := result.Interface().(error); ok && err != nil {
			return false
		}
	}
	return true
}

// outcome tells how the call ended.
func (c *call) outcome() string {
	if !c.returned {
		return " unwound"
	}
	outcome := " returned"
	for _, result := range c.results {
		switch result.Kind() {
		case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Map, reflect.Func, reflect.Chan:
			outcome += fmt.Sprint(" ", result.IsNil())
		}
	}
	return outcome
}

// dispose releases what a value holds, as its owner does.
func dispose(v reflect.Value) {
	switch x := v.Interface().(type) {
	case interface{ Dispose() }:
		if v.Kind() != reflect.Pointer || !v.IsNil() {
			x.Dispose()
		}
		return
	case interface{ Close() error }:
		if v.Kind() != reflect.Pointer || !v.IsNil() {
			_ = x.Close()
		}
		return
	case func():
		if x != nil {
			x()
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && v.Elem().Kind() != reflect.Struct {
			dispose(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			dispose(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			dispose(v.MapIndex(key))
		}
	case reflect.Chan:
		v.Close()
		for {
			x, ok := v.Recv()
			if !ok {
				return
			}
			dispose(x)
		}
	}
}
