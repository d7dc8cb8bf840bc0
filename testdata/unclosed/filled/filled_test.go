package filled

import (
	"context"
	"testing"

	"example.com/cases/unclosed/filled/lib"
)

// The test wants nothing to be opened: where it is, it has failed already.
func goodWantsNone(t *testing.T) {
	b := lib.NewBuoy("nowhere")
	if err := b.Connect(context.Background()); err == nil {
		t.Error("connected to nowhere")
	}
}

func goodWantsNoneInSteps(t *testing.T) {
	b := lib.NewBuoy("nowhere")
	err := b.Connect(context.Background())
	if err == nil {
		t.Errorf("%v is connected to nowhere", b)
	}
}

// It is used after the failure is told, so the test goes on with it.
func badGoesOn(t *testing.T) {
	b := lib.NewBuoy("nowhere")
	if err := b.Connect(context.Background()); err == nil { // want "unclosed: b .*is never closed"
		t.Error("connected to nowhere")
	}
	if err := b.Send("hello"); err == nil {
		t.Error("somebody is there")
	}
}

func badWantsIt(t *testing.T) {
	b := lib.NewBuoy("harbour")
	if err := b.Connect(context.Background()); err != nil { // want "unclosed: b .*is never closed"
		t.Error(err)
	}
}
