// Package poolconfig reports pools without limits.
//
// # Analyzer poolconfig
//
// poolconfig: report pools of database/sql that nothing limits (strict)
//
// A sql.DB opens a connection whenever all others are in use. Under load that is
// as many as there are requests, until the server refuses more: for this program
// and for all others. Those that are idle are kept for ever, also when a proxy
// has cut them off, or the database has moved:
//
//	db, err := sql.Open("pgx", dsn) // WRONG: as many connections as are asked for
//	if err != nil {
//		return nil, err
//	}
//	return &store{db}, nil
//
// Say how many there may be, and how old:
//
//	db, err := sql.Open("pgx", dsn)
//	if err != nil {
//		return nil, err
//	}
//	db.SetMaxOpenConns(16) // RIGHT
//	db.SetConnMaxLifetime(time.Hour)
//	return &store{db}, nil
//
// Reported at the call that opens the pool, by the strict profile only, in a
// package that calls none of SetMaxOpenConns, SetMaxIdleConns, SetConnMaxLifetime
// and SetConnMaxIdleTime.
//
// Silent when the package limits a pool, by itself or by a function of another
// package; when an exported function returns the pool, so that others may limit
// it; in tests; and about pools that have limits of their own, as a pgxpool.Pool.
//
// Suppress a finding with a comment on its line or on the line above:
//
//	//leakvet:ignore poolconfig a command that asks once
package poolconfig
