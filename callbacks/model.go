package callbacks

import "github.com/gokeras/keras/tensor"

// A Model is what a callback needs of the model that is trained.
type Model interface {
	// Name returns the model's name.
	Name() string

	// StopTraining ends training after the batch or epoch that is under way.
	StopTraining()

	// Weights returns copies of the model's weights.
	Weights() []*tensor.Tensor

	// SetWeights gives the weights the values of ws, in the order of Weights.
	SetWeights(ws []*tensor.Tensor) error

	// Save writes the whole model to a file, which it replaces.
	Save(path string) error

	// LearningRate returns the optimizer's learning rate as it is now.
	LearningRate() (float64, error)

	// SetLearningRate sets it. It is an error if a schedule decides on the rate.
	SetLearningRate(rate float64) error

	// MetricDirection tells what is better in the metric that has a name: 1 if
	// larger values are, -1 if smaller ones, 0 if there is no telling, or no
	// such metric. It is not asked about "loss".
	MetricDirection(name string) int
}

// A WeightsSaver is a [Model] that can save its weights without the rest.
type WeightsSaver interface {
	// SaveWeights writes the weights to a file, which it replaces.
	SaveWeights(path string) error
}

// A TrainingSaver is a [Model] that can save all that its training needs to go on, in
// the middle of an epoch, too.
type TrainingSaver interface {
	// SaveTraining writes it to a file, which it replaces, for a training that goes on with
	// a batch of an epoch, both counted from 0.
	SaveTraining(path string, epoch, batch int) error

	// LoadTraining reads it and returns where training is to go on: epoch 0 if the file
	// doesn't say so. On an error nothing has changed.
	LoadTraining(path string) (epoch, batch int, err error)

	// ResumeTraining makes training go on there. It is for OnTrainBegin.
	ResumeTraining(epoch, batch int)
}
