package main

import (
	"time"

	"github.com/gokeras/keras/callbacks"
)

// A stopwatch takes the time of training, without that of validation.
type stopwatch struct {
	callbacks.Base

	limit float64 // seconds after which training ends; 0 for none

	updates int
	seconds []float64 // of each epoch
	before  float64   // seconds of the epochs that are over

	begin time.Time // of this epoch
	epoch float64   // seconds of this epoch
}

func (s *stopwatch) total() float64 { return s.before + s.epoch }

// OnEpochBegin implements [callbacks.Callback].
func (s *stopwatch) OnEpochBegin(int, callbacks.Logs) error {
	s.begin, s.epoch = time.Now(), 0
	return nil
}

// OnTrainBatchEnd implements [callbacks.Callback].
func (s *stopwatch) OnTrainBatchEnd(int, callbacks.Logs) error {
	s.updates++
	s.epoch = time.Since(s.begin).Seconds()
	if s.limit > 0 && s.total() >= s.limit {
		s.Model().StopTraining()
	}
	return nil
}

// OnEpochEnd implements [callbacks.Callback].
func (s *stopwatch) OnEpochEnd(int, callbacks.Logs) error {
	s.seconds = append(s.seconds, s.epoch)
	s.before, s.epoch = s.total(), 0
	return nil
}
