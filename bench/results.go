package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/gokeras/keras/internal/roof"
)

// A machine is where and when something was measured.
type machine struct {
	Date    string            `json:"date"`
	CPU     string            `json:"cpu"`
	Threads int               `json:"threads"`
	OS      string            `json:"os"`
	Go      string            `json:"go"`
	Load    []string          `json:"load,omitempty"` // averages of 1, 5 and 15 minutes, before and after
	Peers   map[string]string `json:"peers,omitempty"`
	began   time.Time
}

func thisMachine() machine {
	m := machine{began: time.Now(), CPU: cpuName(), Threads: allThreads(), OS: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	m.Date = m.began.Format(time.DateOnly)
	m.noteLoad()
	return m
}

// noteLoad appends how busy the machine is, where it says so.
func (m *machine) noteLoad() {
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		m.Load = append(m.Load, strings.Join(strings.Fields(string(text))[:3], " "))
	}
}

// String describes the machine in a line.
func (m machine) String() string {
	s := fmt.Sprintf("%s, %d threads, %s, %s, %s", m.CPU, m.Threads, m.OS, m.Go, m.Date)
	if len(m.Load) > 0 {
		s += "; load " + strings.Join(m.Load, " before, ")
		if len(m.Load) > 1 {
			s += " after"
		}
	}
	return s + "."
}

// folder is where the files of results are.
var folder = filepath.Join("bench", "results")

// file returns the name of a file of results.
func (m machine) file(suffix string) string {
	cpu := strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(m.CPU), "-"), "-")
	return filepath.Join(folder, m.Date+"-"+cpu+suffix+".json")
}

var modelName = regexp.MustCompile(`(?m)^model name\s*:\s*(.+)$`)

// cpuName returns what the processor calls itself, where the system tells.
func cpuName() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	if found := modelName.FindSubmatch(text); found != nil {
		return strings.TrimSpace(string(found[1]))
	}
	return runtime.GOARCH
}

// write writes results as JSON.
func write(path string, results any) error {
	text, err := json.MarshalIndent(results, "", "\t")
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o644)
}

// A series is what one competitor took for one batch size, in every round.
type series struct {
	Who   string    `json:"who"`
	Verb  string    `json:"verb"`
	Batch int       `json:"batch"`
	MS    []float64 `json:"ms"`
}

// median returns the median of the rounds.
func (s *series) median() float64 { return median(s.MS) }

// spread returns half the range of the rounds, relative to the median.
func (s *series) spread() float64 {
	return (slices.Max(s.MS) - slices.Min(s.MS)) / 2 / s.median()
}

// comparison is the results of compare.
type comparison struct {
	Machine machine       `json:"machine"`
	Roof    [][]roof.Rate `json:"roof"` // of every round
	Series  []*series     `json:"series"`
	Missing []string      `json:"missing,omitempty"` // who failed, and why
}

// add adds a round of a competitor.
func (c *comparison) add(who, verb string, round []timing) {
	for _, t := range round {
		s := c.find(who, verb, t.Batch)
		if s == nil {
			s = &series{Who: who, Verb: verb, Batch: t.Batch}
			c.Series = append(c.Series, s)
		}
		s.MS = append(s.MS, t.MS)
	}
}

func (c *comparison) find(who, verb string, batch int) *series {
	for _, s := range c.Series {
		if s.Who == who && s.Verb == verb && s.Batch == batch {
			return s
		}
	}
	return nil
}

// names returns who has been measured, in order.
func (c *comparison) names(verb string) []string {
	var names []string
	for _, s := range c.Series {
		if s.Verb == verb && !slices.Contains(names, s.Who) {
			names = append(names, s.Who)
		}
	}
	return names
}

// batches returns the batch sizes that have been measured.
func (c *comparison) batches(verb string) []int {
	var sizes []int
	for _, s := range c.Series {
		if s.Verb == verb && !slices.Contains(sizes, s.Batch) {
			sizes = append(sizes, s.Batch)
		}
	}
	slices.Sort(sizes)
	return sizes
}

// best returns the fastest peer.
func (c *comparison) best(verb string, batch int) *series {
	var best *series
	for _, s := range c.Series {
		if s.Verb == verb && s.Batch == batch && !own(s.Who) && (best == nil || s.median() < best.median()) {
			best = s
		}
	}
	return best
}

// rates returns the median of the rounds for each rate.
func (c *comparison) rates() []roof.Rate {
	var all []roof.Rate
	values := map[roof.Rate][]float64{}
	for _, round := range c.Roof {
		for _, r := range round {
			key := r
			key.GFLOPS, key.GRoots, key.GBps = 0, 0, 0
			if values[key] == nil {
				all = append(all, key)
			}
			values[key] = append(values[key], r.GFLOPS+r.GRoots+r.GBps) // two of them are 0
		}
	}
	for i, key := range all {
		switch m := median(values[key]); key.What {
		case "fma":
			all[i].GFLOPS = m
		case "root":
			all[i].GRoots = m
		default:
			all[i].GBps = m
		}
	}
	return all
}

// fma returns the operations a millisecond that all threads can do, with the
// instruction set that does most.
func (c *comparison) fma() float64 {
	var best float64
	for _, r := range c.rates() {
		if r.What == "fma" && r.Threads == c.Machine.Threads {
			best = max(best, r.GFLOPS*1e6)
		}
	}
	return best
}

// roots returns the milliseconds that Adam's square roots and quotients take, if they
// are exact and nothing else is done.
func (c *comparison) roots() float64 {
	var best float64
	for _, r := range c.rates() {
		if r.What == "root" && r.Threads == c.Machine.Threads {
			best = max(best, r.GRoots*1e6)
		}
	}
	return float64(hello.weights()) / best
}

// bandwidth returns the bytes a millisecond that all threads can read, and read and
// write, in the memory that a step of the first network takes.
func (c *comparison) bandwidth() (read, update float64) {
	read, update = math.NaN(), math.NaN()
	for _, r := range c.rates() {
		switch {
		case r.Level != "step" || r.Threads != c.Machine.Threads:
		case r.What == "read":
			read = r.GBps * 1e6
		case r.What == "update":
			update = r.GBps * 1e6
		}
	}
	return read, update
}

// floor returns the milliseconds that a step of training takes at least: the
// operations, or the bytes, whichever take longer.
func (c *comparison) floor(batch int) (flops, bytes float64) {
	r, u := hello.fitBytes()
	read, update := c.bandwidth()
	return hello.fitFlops() * float64(batch) / c.fma(), r/read + u/update
}
