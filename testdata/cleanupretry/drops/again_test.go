package drops

import (
	"database/sql"
	"testing"
	"time"
)

func goodAgain(t *testing.T, admin *sql.DB, name string) {
	t.Cleanup(func() {
		tries := 0
	again:
		_, err := admin.Exec("DROP DATABASE " + name)
		if err != nil && tries < 10 {
			tries++
			time.Sleep(100 * time.Millisecond)
			goto again
		}
		if err != nil {
			t.Error(err)
		}
	})
}

func goodAgainLabelled(t *testing.T, admin *sql.DB, name string) {
	var err error
	defer func() {
		for i := 0; i < 3; i++ {
			_, err = admin.Exec("DROP DATABASE " + name)
			if err != nil {
				continue
			}
			return
		}
		t.Error(err)
	}()
}
