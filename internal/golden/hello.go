package golden

// HelloInputs is the width of an image of the hello run.
const HelloInputs = 784

// HelloClasses is the number of classes of the hello run.
const HelloClasses = 10

// Hello returns the first n samples that hello.json was recorded with: images
// of shape (n, 784), each the mean of its class's picture (seed 4) and noise
// (seed 5), and their labels (seed 6).
func Hello(n int) (images []float32, labels []int) {
	pictures := Unit(4, HelloClasses*HelloInputs)
	images = Unit(5, n*HelloInputs)
	labels = Integers(6, HelloClasses, n)
	for i, label := range labels {
		picture := pictures[label*HelloInputs:]
		row := images[i*HelloInputs:][:HelloInputs]
		for j, noise := range row {
			row[j] = (picture[j] + noise) / 2
		}
	}
	return images, labels
}

// A Formula tells how a weight was made: Signed numbers of a seed.
type Formula struct {
	Path  string
	Seed  uint32
	Limit float32
	Shape []int
}

// Values returns the weight's values, row-major.
func (f Formula) Values() []float32 {
	size := 1
	for _, n := range f.Shape {
		size *= n
	}
	return Signed(f.Seed, f.Limit, size)
}
