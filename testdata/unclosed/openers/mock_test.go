package openers

import (
	"io"
	"strings"
	"testing"

	"example.com/cases/unclosed/openers/lib"
)

type fake struct{ io.ReadCloser }

func (f fake) Run(string) error { return nil }

// What a test makes up holds nothing.
func TestGoodMock(t *testing.T) {
	open := func(string) (lib.Session, error) { return fake{io.NopCloser(strings.NewReader(""))}, nil }
	s, err := open("localhost")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run("VACUUM"); err != nil {
		t.Error(err)
	}
}

func TestGoodMockThroughRegistry(t *testing.T) {
	r := &lib.Registry{}
	s, err := r.Open("pg", "localhost")
	if err != nil {
		t.Skip(err)
	}
	if err := s.Run("VACUUM"); err != nil {
		t.Error(err)
	}
}
