package kerasfile

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
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

// index returns the text of the index, as Python's json writes it, for files that have names. A
// group of which one variable alone was written has a name, others a list of the names of
// its files.
func (p *shardPlan) index(file func(int) string) *bytes.Buffer {
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
			b.WriteString(quoted(file(in[0])))
		} else {
			b.WriteByte('[')
			for j, n := range in {
				if j > 0 && n == in[j-1] {
					continue
				}
				if j > 0 {
					b.WriteByte(',')
				}
				b.WriteString("\n            " + quoted(file(n)))
			}
			b.WriteString("\n        ]")
		}
	}
	if len(p.groups) > 0 {
		b.WriteString("\n    ")
	}
	b.WriteString("}\n}")
	return &b
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
// each, m_00000.weights.h5 and so on, beside their index at path, m.weights.json. Of a
// process that is killed there are always all files of one time: where an index is
// replaced, the one that stands there meanwhile has the new files under temporary names.
// Systems without hard links can't do that: there new files take the places of the
// old ones one by one.
func WriteShards(path string, weights []Vars, most float64) error {
	base := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), ".weights", "")
	p, err := planShards(base, weights, most)
	if err != nil {
		return err
	}
	var paths, staged []string
	defer func() { remove(staged) }()
	for i, f := range p.files {
		to, err := target(filepath.Join(filepath.Dir(path), p.file(i)))
		if err != nil {
			return err
		}
		name, err := stage(to, f)
		if err != nil {
			return err
		}
		paths, staged = append(paths, to), append(staged, name)
	}
	var others []string
	if _, err := os.Stat(path); err == nil {
		others = link(staged, filepath.Dir(path))
	}
	if others != nil {
		if err := WriteFile(path, p.index(func(i int) string { return filepath.Base(others[i]) })); err != nil {
			remove(others)
			return err
		}
	}
	for i, name := range staged {
		if err := os.Rename(name, paths[i]); err != nil {
			return err
		}
	}
	if err := WriteFile(path, p.index(p.file)); err != nil {
		return err
	}
	remove(others)
	return nil
}

// link gives files other names in a folder; none if that can't be.
func link(files []string, folder string) (others []string) {
	for _, name := range files {
		other := filepath.Join(folder, temporaryName())
		if os.Link(name, other) != nil {
			remove(others)
			return nil
		}
		others = append(others, other)
	}
	return others
}

func remove(files []string) {
	for _, name := range files {
		os.Remove(name)
	}
}
