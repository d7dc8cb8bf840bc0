package turns_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/leakvet/leakvet/dbpool/internal/turns"
)

func TestTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		quick := func() error {
			if n++; n > 20 { // all but the first two batches are disturbed
				time.Sleep(time.Hour)
			}
			time.Sleep(time.Millisecond)
			return nil
		}
		slow := func() error { time.Sleep(3 * time.Millisecond); return nil }
		ns, err := turns.Time(10, 39, quick, slow)
		if err != nil || n != 390 || ns[0] != 1e6 || ns[1] != 3e6 {
			t.Errorf("%v, %v after %d calls", ns, err, n)
		}
	})
}

func TestTimeStops(t *testing.T) {
	failure := errors.New("no such table")
	n := 0
	_, err := turns.Time(10, 40, func() error {
		if n++; n == 5 {
			return failure
		}
		return nil
	})
	if !errors.Is(err, failure) || n != 5 {
		t.Errorf("%v after %d calls", err, n)
	}
}
