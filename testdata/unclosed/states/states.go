// Package states has loops in which more may differ than is worth following.
package states

import (
	"database/sql"
	"encoding/json"
)

type version struct {
	Every  bool
	Pinned map[string]string
}

type input struct {
	Name    string
	Job     int
	Trigger bool
	Pinned  map[string]string
	Every   bool
	Passed  map[int]bool
}

func badManyFields(db *sql.DB, job int) ([]input, error) {
	rows, err := db.Query("SELECT name, trigger, config, pinned FROM inputs") // want "unclosed: rows .*is not closed"
	if err != nil {
		return nil, err
	}
	var inputs []input
	for rows.Next() {
		var jobs []int
		var config, pinned sql.NullString
		var name string
		var trigger bool
		if err = rows.Scan(&name, &trigger, &config, &pinned); err != nil {
			return nil, err
		}
		in := input{Name: name, Job: job, Trigger: trigger}
		if pinned.Valid {
			if err = json.Unmarshal([]byte(pinned.String), &in.Pinned); err != nil {
				return nil, err
			}
		}
		var v *version
		if config.Valid {
			v = &version{}
			if err = json.Unmarshal([]byte(config.String), v); err != nil {
				return nil, err
			}
			in.Every = v.Every
			if v.Pinned != nil {
				in.Pinned = v.Pinned
			}
		}
		passed := make(map[int]bool)
		for _, j := range jobs {
			passed[j] = true
		}
		if len(passed) > 0 {
			in.Passed = passed
		}
		inputs = append(inputs, in)
	}
	return inputs, rows.Err()
}

func goodManyFields(db *sql.DB, job int) ([]input, error) {
	rows, err := db.Query("SELECT name, trigger, config, pinned FROM inputs")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var inputs []input
	for rows.Next() {
		var jobs []int
		var config, pinned sql.NullString
		var name string
		var trigger bool
		if err = rows.Scan(&name, &trigger, &config, &pinned); err != nil {
			return nil, err
		}
		in := input{Name: name, Job: job, Trigger: trigger}
		if pinned.Valid {
			if err = json.Unmarshal([]byte(pinned.String), &in.Pinned); err != nil {
				return nil, err
			}
		}
		var v *version
		if config.Valid {
			v = &version{}
			if err = json.Unmarshal([]byte(config.String), v); err != nil {
				return nil, err
			}
			in.Every = v.Every
			if v.Pinned != nil {
				in.Pinned = v.Pinned
			}
		}
		passed := make(map[int]bool)
		for _, j := range jobs {
			passed[j] = true
		}
		if len(passed) > 0 {
			in.Passed = passed
		}
		inputs = append(inputs, in)
	}
	return inputs, rows.Err()
}
