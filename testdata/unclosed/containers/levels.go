package containers

import (
	"errors"
	"os"
)

// A level has two files, and some have one.
type level struct {
	data, index *os.File
}

func closeLevels(levels []level) (err error) {
	for i := range levels {
		if levels[i].data != nil {
			err = errors.Join(err, levels[i].data.Close())
		}
		if levels[i].index != nil {
			err = errors.Join(err, levels[i].index.Close())
		}
	}
	return err
}

// What a failure finds in the levels is closed where it happens.
func goodLevels(names []string) (_ []level, err error) {
	var levels []level
	for _, name := range names {
		data, err := os.Open(name + ".data")
		if err != nil {
			for i := range levels {
				if levels[i].data != nil {
					err = errors.Join(err, levels[i].data.Close())
				}
				if levels[i].index != nil {
					err = errors.Join(err, levels[i].index.Close())
				}
			}
			return nil, err
		}
		levels = append(levels, level{data: data})
	}
	return levels, nil
}

// Or by a function.
func goodLevelsByFunction(names []string) ([]level, error) {
	var levels []level
	for _, name := range names {
		data, err := os.Open(name + ".data")
		if err != nil {
			return nil, errors.Join(err, closeLevels(levels))
		}
		index, err := os.Open(name + ".index")
		if err != nil {
			return nil, errors.Join(err, data.Close(), closeLevels(levels))
		}
		levels = append(levels, level{data: data, index: index})
	}
	return levels, nil
}

// Nobody closes what the levels before the failure have.
func badLevels(names []string) ([]level, error) {
	var levels []level
	for _, name := range names {
		data, err := os.Open(name + ".data") // want "unclosed: data .*is not closed on every path"
		if err != nil {
			return nil, err
		}
		levels = append(levels, level{data: data})
	}
	return levels, nil
}

// It is looked at whether there is one, and nothing more.
func badLevelsCounted(names []string) ([]level, int, error) {
	var levels []level
	for _, name := range names {
		data, err := os.Open(name + ".data") // want "unclosed: data .*is not closed on every path"
		if err != nil {
			open := 0
			for i := range levels {
				if levels[i].data != nil {
					open++
				}
			}
			return nil, open, err
		}
		levels = append(levels, level{data: data})
	}
	return levels, len(levels), nil
}
