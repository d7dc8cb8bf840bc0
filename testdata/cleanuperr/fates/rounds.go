package fates

import "database/sql"

// closeAll hears of the last failure only.
func closeAll(pools []*sql.DB) (err error) {
	for _, db := range pools {
		err = db.Close() // want "cleanuperr: the error of db.Close is overwritten by that of the next round"
	}
	return err
}

func closeAllRight(pools []*sql.DB) (err error) {
	for _, db := range pools {
		if cerr := db.Close(); cerr != nil {
			err = cerr
		}
	}
	return err
}

func closeUntil(pools []*sql.DB) error {
	for _, db := range pools {
		err := db.Close()
		if err != nil {
			return err
		}
	}
	return nil
}
