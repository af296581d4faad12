package kerasfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
)

// Shards is weights in several HDF5 files, of which an index, a .weights.json file, says
// which have the variables of what, as Keras has them since 3.10:
//
//	{"metadata": {"total_size": 121200.0}, "weight_map": {"/layers/dense/vars": ["m_00000.weights.h5"]}}
//
// The variables of one layer may be in several files, and a file that has only one of a
// layer's may be told by its name alone.
type Shards struct {
	open  func(name string) (io.ReaderAt, int64, error)
	names map[string][]string // files by group
	files map[string]*Weights // opened so far
}

// OpenShards opens weights by the text of their index. Files beside it are opened by open
// when they are needed, each once.
func OpenShards(index []byte, open func(name string) (io.ReaderAt, int64, error)) (*Shards, error) {
	var text struct {
		Map map[string]fileNames `json:"weight_map"`
	}
	if err := json.Unmarshal(index, &text); err != nil {
		return nil, fmt.Errorf("not an index of weights: %w", err)
	}
	if text.Map == nil {
		return nil, errors.New("not an index of weights: it has no weight_map")
	}
	s := &Shards{open, map[string][]string{}, map[string]*Weights{}}
	for group, names := range text.Map {
		for _, name := range names {
			if filepath.Base(name) != name || !filepath.IsLocal(name) || strings.ContainsAny(name, `/\:`) {
				return nil, fmt.Errorf("weight_map: %q: received the file %q, expected one beside the index", group, name)
			}
		}
		s.names[strings.Trim(group, "/")] = names
	}
	return s, nil
}

// fileNames is one name in JSON, or a list of them.
type fileNames []string

// UnmarshalJSON implements [json.Unmarshaler].
func (n *fileNames) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*n = fileNames{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(n))
}

// Vars implements [Store].
func (s *Shards) Vars(path string) ([]*Value, error) {
	list := map[int]*Value{}
	seen := map[string]bool{}
	for _, name := range s.names[group(path)] {
		if seen[name] {
			continue
		}
		seen[name] = true
		if err := s.add(name, path, list); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	out := make([]*Value, len(list))
	for i := range out {
		if out[i] = list[i]; out[i] == nil {
			return nil, fmt.Errorf("variable %d of %d is in none of the files", i, len(list))
		}
	}
	return out, nil
}

// add adds the variables at a path that one file has.
func (s *Shards) add(name, path string, list map[int]*Value) error {
	w := s.files[name]
	if w == nil {
		r, size, err := s.open(name)
		if err != nil {
			return err
		}
		if w, err = OpenWeights(r, size); err != nil {
			return err
		}
		s.files[name] = w
	}
	g, err := w.file.Root().Group(group(path))
	if err != nil {
		return err
	}
	for _, key := range g.Names() {
		i, err := strconv.Atoi(key)
		if err != nil || i < 0 || list[i] != nil {
			return fmt.Errorf("group %q: received the variable %q, expected numbers, each in one file", group(path), key)
		}
		d, err := g.Dataset(key)
		if err != nil {
			return err
		}
		if list[i], err = w.value(d); err != nil {
			return err
		}
	}
	return nil
}
