package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
)

// maxArchitecture is how large a file of an architecture may be.
const maxArchitecture = 256 << 20

// loadWhole returns the model in a file, with its weights.
func loadWhole(path string, o ...keras.LoadOptions) (*keras.Model, error) {
	if filepath.Ext(path) == ".json" && !weightsAlone(path) {
		return nil, fmt.Errorf("%s: an architecture has no weights, expected a model: keras convert %s OUT --weights FILE makes one of it", path, path)
	}
	m, err := keras.Load(path, o...)
	if err != nil && weightsAlone(path) {
		if _, statErr := os.Stat(path); statErr == nil {
			return nil, fmt.Errorf("%s: received weights alone, expected a model: keras convert MODEL OUT --weights %s loads them into one", path, path)
		}
	}
	return m, err
}

// weightsAlone tells whether a file has the name of one of weights alone.
func weightsAlone(path string) bool {
	return strings.HasSuffix(path, ".weights.h5") || strings.HasSuffix(path, ".weights.json") || filepath.Ext(path) == ".npz"
}

// loadAny returns the model in a file, which may be an architecture alone.
func loadAny(path string, o ...keras.LoadOptions) (*keras.Model, error) {
	if filepath.Ext(path) != ".json" || weightsAlone(path) {
		return loadWhole(path, o...)
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

// loadToShow is loadAny for what can be told of a model also if its loss, one of its
// metrics or its optimizer can't be read, of which it warns.
func loadToShow(cmd *cobra.Command, path string) (*keras.Model, error) {
	m, err := loadAny(path)
	if err == nil {
		return m, nil
	}
	m, uncompiled := loadAny(path, keras.LoadOptions{Compile: new(false)})
	if uncompiled != nil {
		return nil, err
	}
	complain(cmd.ErrOrStderr(), fmt.Errorf("warning: read without what it was compiled with: %w", err))
	return m, nil
}
