package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gokeras/keras"
)

// maxArchitecture is how large a file of an architecture may be.
const maxArchitecture = 256 << 20

// loadAny returns the model in a file, which may be an architecture alone.
func loadAny(path string, o ...keras.LoadOptions) (*keras.Model, error) {
	if filepath.Ext(path) != ".json" {
		return keras.Load(path, o...)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxArchitecture+1))
	if err == nil && len(text) > maxArchitecture {
		err = errors.New("it is too large for an architecture")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	m, err := keras.FromJSON(string(text), o...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}
