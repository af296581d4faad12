package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// A resident is the memory that a program had at most.
type resident struct {
	Program string  `json:"program"`
	MB      float64 `json:"mb"` // 1e6 bytes
}

// residents runs the hello program, and one that only predicts with what that has
// saved.
func residents(ctx context.Context, self string, images int) ([]resident, error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	program, model := filepath.Join(dir, "keras"), filepath.Join(dir, "mnist.keras")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/keras")
	if text, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%v: %w: %s", build, err, text)
	}
	var all []resident
	for _, p := range []struct {
		name    string
		command []string
	}{
		{fmt.Sprintf("keras hello, %d images", images), []string{program, "hello", "--epochs", "1", "--no-progress", "--save", model, "--examples", strconv.Itoa(images)}},
		{"load a model and predict single rows", []string{self, "predict", "mlp", "--load", model, "--batch-size", "1", "--seconds", "0.2"}},
	} {
		cmd := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
		if text, err := cmd.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%v: %w: %s", cmd, err, lastLine(string(text)))
		}
		if bytes := maxResident(cmd.ProcessState); bytes > 0 {
			all = append(all, resident{p.name, float64(bytes) / 1e6})
		}
	}
	return all, nil
}
