package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras/internal/roof"
)

// A point is a network, how it is trained, and how long a step takes.
type point struct {
	Batch   int     `json:"batch"`
	Width   int     `json:"width"`
	Depth   int     `json:"depth"`
	Threads int     `json:"threads"`
	MS      float64 `json:"ms"`
}

// perSample returns microseconds.
func (p point) perSample() float64 { return 1000 * p.MS / float64(p.Batch) }

// gflops returns 1e9 operations a second.
func (p point) gflops() float64 {
	return network{p.Width, p.Depth}.fitFlops() * float64(p.Batch) / p.MS / 1e6
}

// growth is how costs grow, one thing at a time from the first network and
// batches of 100.
type growth struct {
	Machine  machine       `json:"machine"`
	Roof     []roof.Rate   `json:"roof"`
	Batch    []point       `json:"batch"`
	Width    []point       `json:"width"`
	Depth    []point       `json:"depth"`
	Threads  []point       `json:"threads"`
	Compile  []compilation `json:"compile"`
	Resident []resident    `json:"resident"`
}

// A survey is the settings of growth.
type survey struct {
	seconds               float64
	write                 bool
	batches, width, depth []int
	threadsOf, compile    []int
	images                int
}

func newGrowth() *cobra.Command {
	var s survey
	cmd := &cobra.Command{
		Use:   "growth",
		Short: "Measure how costs grow with batches, widths, depths and threads",
		Long: `Measure the cost of a sample for other batch sizes, widths, depths and numbers of
threads; how long it takes until a network can train; and the memory that programs
take. Print tables, and write them and a plot to bench/results and docs. Run it from
the top of the repository.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, err := s.measure(cmd.Context(), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			for _, t := range g.tables() {
				fmt.Fprintf(cmd.OutOrStdout(), "\n%s", t.text)
			}
			if !s.write {
				return nil
			}
			if err := write(g.Machine.file("-growth"), g); err != nil {
				return err
			}
			if err := g.plot(picture); err != nil {
				return err
			}
			return insert(g.tables())
		},
	}
	f := cmd.Flags()
	f.Float64Var(&s.seconds, "seconds", 1, "how long to measure for each point")
	f.BoolVar(&s.write, "write", true, "write bench/results, docs/performance.md and docs/growth.svg")
	f.IntSliceVar(&s.batches, "batch-size", []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000}, "batch sizes")
	f.IntSliceVar(&s.width, "width", []int{64, 128, 256, 512, 1024, 2048, 4096, 8192}, "units of a hidden layer")
	f.IntSliceVar(&s.depth, "depth", []int{1, 2, 4, 8, 16, 32, 64}, "hidden layers")
	f.IntSliceVar(&s.threadsOf, "threads-of", []int{1, 10, 100, 1000}, "batch sizes that are measured with fewer threads, too")
	f.IntSliceVar(&s.compile, "compile", []int{10, 100, 1000}, "hidden layers of networks that are only compiled")
	f.IntVar(&s.images, "images", 60000, "what keras hello trains with, when its memory is measured")
	return cmd
}

// measure measures everything, one process after the other.
func (s *survey) measure(ctx context.Context, progress io.Writer) (*growth, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	g := &growth{Machine: thisMachine()}
	all := g.Machine.Threads
	// Memory first: Linux counts what this process has taken as its children's.
	fmt.Fprintln(progress, "memory")
	if g.Resident, err = residents(ctx, self, s.images); err != nil {
		return nil, err
	}
	if g.Roof, err = measureRoof(ctx, self, s.seconds); err != nil {
		return nil, err
	}
	step := func(list *[]point, p point) {
		if err != nil {
			return
		}
		fmt.Fprintf(progress, "batch %d, %d hidden layers of %d, %d threads\n", p.Batch, p.Depth, p.Width, p.Threads)
		var timed []timing
		timed, err = lines[timing](ctx, nil, []string{self, "fit", "mlp", "--json", "--batch-size", strconv.Itoa(p.Batch), "--width", strconv.Itoa(p.Width),
			"--depth", strconv.Itoa(p.Depth), "--threads", strconv.Itoa(p.Threads), "--seconds", fmt.Sprint(s.seconds)})
		for _, t := range timed {
			p.MS = t.MS
			*list = append(*list, p)
		}
	}
	for _, n := range s.batches {
		step(&g.Batch, point{Batch: n, Width: hello.width, Depth: hello.depth, Threads: all})
	}
	for _, n := range s.width {
		step(&g.Width, point{Batch: 100, Width: n, Depth: hello.depth, Threads: all})
	}
	for _, n := range s.depth {
		step(&g.Depth, point{Batch: 100, Width: hello.width, Depth: n, Threads: all})
	}
	for _, n := range s.threadsOf {
		for threads := 1; threads <= all; threads *= 2 {
			step(&g.Threads, point{Batch: n, Width: hello.width, Depth: hello.depth, Threads: threads})
		}
	}
	compile := func(n network) {
		if err != nil {
			return
		}
		fmt.Fprintf(progress, "compile %d hidden layers of %d\n", n.depth, n.width)
		var timed []compilation
		timed, err = lines[compilation](ctx, nil, []string{self, "compile", "mlp", "--json", "--width", strconv.Itoa(n.width), "--depth", strconv.Itoa(n.depth)})
		g.Compile = append(g.Compile, timed...)
	}
	compile(hello)
	for _, n := range s.compile {
		compile(network{width: 16, depth: n})
	}
	g.Machine.noteLoad()
	return g, err
}

// fma returns 1e9 operations a second of so many threads.
func (g *growth) fma(threads int) float64 {
	var best float64
	for _, r := range g.Roof {
		if r.What == "fma" && r.Threads == threads {
			best = max(best, r.GFLOPS)
		}
	}
	return best
}

// tables returns the results as sections of the document.
func (g *growth) tables() []section {
	table := func(head string, points []point, key func(point) int) string {
		rows := [][]string{{head, "ms a step", "µs a sample", "GFLOP/s", "of the FMA roof"}}
		for _, p := range points {
			roof := "—"
			if r := g.fma(p.Threads); r > 0 {
				roof = fmt.Sprintf("%.0f %%", 100*p.gflops()/r)
			}
			rows = append(rows, []string{strconv.Itoa(key(p)), fmt.Sprintf("%.3g", p.MS), fmt.Sprintf("%.3g", p.perSample()), fmt.Sprintf("%.0f", p.gflops()), roof})
		}
		return markdown(rows)
	}
	threads := [][]string{{"batch", "threads", "ms a step", "speed-up"}}
	var first point
	for _, p := range g.Threads {
		if p.Threads == 1 {
			first = p
		}
		threads = append(threads, []string{strconv.Itoa(p.Batch), strconv.Itoa(p.Threads), fmt.Sprintf("%.3g", p.MS), fmt.Sprintf("%.2f", first.MS/p.MS)})
	}
	compile := [][]string{{"hidden layers", "units", "ms", "ms a layer"}}
	for _, c := range g.Compile {
		compile = append(compile, []string{strconv.Itoa(c.Depth), strconv.Itoa(c.Width), fmt.Sprintf("%.3g", c.MS), fmt.Sprintf("%.3g", c.MS/float64(c.Depth+1))})
	}
	memory := [][]string{{"program", "MB resident at most"}}
	for _, r := range g.Resident {
		memory = append(memory, []string{r.Program, fmt.Sprintf("%.0f", r.MB)})
	}
	return []section{
		{"growth-machine", g.Machine.String() + "\n"},
		{"growth-batch", table("batch", g.Batch, func(p point) int { return p.Batch })},
		{"growth-width", table("width", g.Width, func(p point) int { return p.Width })},
		{"growth-depth", table("depth", g.Depth, func(p point) int { return p.Depth })},
		{"growth-threads", markdown(threads)},
		{"growth-compile", markdown(compile)},
		{"growth-memory", markdown(memory)},
	}
}

// picture is where the plot is.
var picture = filepath.Join("docs", "growth.svg")
