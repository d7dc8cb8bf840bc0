package checks

import (
	"os"
	"testing"

	"github.com/onsi/ginkgo/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/stretchr/testify/suite"
)

func badRequire(t *testing.T) {
	f, err := os.Open("file") // want "unclosed: f "
	require.NoError(t, err)
	require.NotEmpty(t, f.Name())
}

func goodRequire(t *testing.T) {
	f, err := os.Open("file")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	require.NotEmpty(t, f.Name())
}

func goodRequireError(t *testing.T) {
	_, err := os.Open("missing") // ok: it must fail
	require.ErrorIs(t, err, os.ErrNotExist)
}

func badAssert(t *testing.T) {
	f, err := os.Open("file") // want "unclosed: f "
	if assert.NoError(t, err) {
		assert.NotEmpty(t, f.Name())
	}
}

func goodAssert(t *testing.T) {
	f, err := os.Open("file")
	if assert.NoError(t, err) {
		defer f.Close()
		assert.NotEmpty(t, f.Name())
	}
}

func goodAssertError(t *testing.T) {
	_, err := os.Open("missing") // ok: the test has failed if this has not
	assert.Error(t, err)
}

type files struct{ suite.Suite }

func (s *files) badSuite() {
	f, err := os.Open("file") // want "unclosed: f "
	s.Require().NoError(err)
	s.NotEmpty(f.Name())
}

func (s *files) goodSuite() {
	f, err := os.Open("file")
	s.Require().NoError(err)
	s.T().Cleanup(func() { s.NoError(f.Close()) })
	_, err = os.Open("missing")
	s.Require().Error(err)
}

func badGinkgo() {
	f, err := os.Open("file") // want "unclosed: f "
	if err != nil {
		ginkgo.Fail("open")
	}
	_, _ = f.Stat()
}

func goodGinkgo() {
	f, err := os.Open("file")
	if err != nil {
		ginkgo.Fail("open")
	}
	if f.Name() == "" {
		ginkgo.Skip("no name")
	}
	_ = f.Close()
}
