package kerasfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/tensor"
)

// A shardPlan says what is in which file.
type shardPlan struct {
	base   string // of the names of the files
	files  []WeightsFile
	groups []string // in the order of the index
	in     map[string][]int
	total  float64 // bytes
}

// planShards spreads weights over files that have at most so many bytes of elements, in
// the way of Keras's ShardedH5IOStore: as they come, each file as full as can be.
func planShards(base string, weights []Vars, most float64) (*shardPlan, error) {
	p := &shardPlan{base: base, files: make([]WeightsFile, 1), in: map[string][]int{}}
	size := 0.
	for _, v := range weights {
		last := &p.files[len(p.files)-1]
		*last = append(*last, Vars{Path: v.Path, Name: v.Name})
		for i, t := range v.Tensors {
			n := bytesOf(t)
			if n > most {
				return nil, fmt.Errorf("%s/%d: received %g bytes, expected at most MaxShardSize, %g", group(v.Path), i, n, most)
			}
			p.total += n
			if size += n; size > most {
				p.files = append(p.files, WeightsFile{{Path: v.Path, first: i}})
				size = n
			}
			p.put(group(v.Path), t)
		}
	}
	return p, nil
}

// put adds a variable to the last group of the last file.
func (p *shardPlan) put(group string, t *tensor.Tensor) {
	n := len(p.files) - 1
	v := &p.files[n][len(p.files[n])-1]
	v.Tensors = append(v.Tensors, t)
	if p.in[group] == nil {
		p.groups = append(p.groups, group)
	}
	p.in[group] = append(p.in[group], n)
}

// bytesOf returns the size of an array as Keras counts it: a truth value has one bit.
func bytesOf(t *tensor.Tensor) float64 {
	if t.DType() == tensor.Bool {
		return float64(t.Size()) / 8
	}
	return float64(t.Size() * t.DType().Size())
}

// file returns the name of a file.
func (p *shardPlan) file(i int) string { return fmt.Sprintf("%s_%05d.weights.h5", p.base, i) }

// index returns the text of the index, as Python's json writes it. A group of which one
// variable alone was written has a name, others a list of the names of its files.
func (p *shardPlan) index() []byte {
	var b bytes.Buffer
	total := "0"
	if len(p.groups) > 0 {
		total = pythonFloat(p.total)
	}
	fmt.Fprintf(&b, "{\n    \"metadata\": {\n        \"total_size\": %s\n    },\n    \"weight_map\": {", total)
	for i, g := range p.groups {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\n        %s: ", quoted("/"+g))
		if in := p.in[g]; len(in) == 1 {
			b.WriteString(quoted(p.file(in[0])))
		} else {
			b.WriteByte('[')
			for j, n := range in {
				if j > 0 && n == in[j-1] {
					continue
				}
				if j > 0 {
					b.WriteByte(',')
				}
				b.WriteString("\n            " + quoted(p.file(n)))
			}
			b.WriteString("\n        ]")
		}
	}
	if len(p.groups) > 0 {
		b.WriteString("\n    ")
	}
	b.WriteString("}\n}")
	return b.Bytes()
}

// quoted returns text as JSON, all ASCII.
func quoted(s string) string {
	text, err := config.Encode(s)
	if err != nil {
		return strconv.QuoteToASCII(s)
	}
	return strings.TrimSpace(string(text))
}

// pythonFloat returns a number as Python prints it.
func pythonFloat(x float64) string {
	if x == math.Trunc(x) && x < 1e16 {
		return strconv.FormatFloat(x, 'f', 1, 64)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// WriteShards writes weights to several files of at most so many bytes of elements
// each, m_00000.weights.h5 and so on, beside their index at path, m.weights.json. Old
// files of these names stay as they are until all new ones are on the disk; then they are
// replaced one by one, the index last.
func WriteShards(path string, weights []Vars, most float64) error {
	base := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), ".weights", "")
	p, err := planShards(base, weights, most)
	if err != nil {
		return err
	}
	var names []string
	var contents []io.WriterTo
	for i, f := range p.files {
		names = append(names, filepath.Join(filepath.Dir(path), p.file(i)))
		contents = append(contents, f)
	}
	return writeFiles(append(names, path), append(contents, bytes.NewBuffer(p.index())))
}

// writeFiles is [WriteFile] for several files, of which none is replaced before all new
// ones are on the disk.
func writeFiles(paths []string, contents []io.WriterTo) (err error) {
	var staged []string
	defer func() {
		if err != nil {
			for _, name := range staged {
				os.Remove(name)
			}
		}
	}()
	paths = slices.Clone(paths)
	for i := range paths {
		path, err := target(paths[i])
		if err != nil {
			return err
		}
		paths[i] = path
		f, err := temporary(filepath.Dir(path))
		if err != nil {
			return err
		}
		staged = append(staged, f.Name())
		if old, errOld := os.Stat(path); errOld == nil {
			err = f.Chmod(old.Mode().Perm())
		}
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
		if err := WriteFile(f.Name(), contents[i]); err != nil {
			return err
		}
	}
	for i, path := range paths {
		if err := os.Rename(staged[i], path); err != nil {
			return err
		}
	}
	return nil
}
