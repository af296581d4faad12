package table

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// TestSummary compares with what Keras printed about the same models.
func TestSummary(t *testing.T) {
	var cases []struct {
		Name string
		Args struct {
			LineLength    int       `json:"line_length"`
			Positions     []float64 `json:"positions"`
			ShowTrainable bool      `json:"show_trainable"`
		}
		Columns      int
		Model        string
		Connected    bool
		Rows         []Row
		Trainable    Count
		NonTrainable Count `json:"non_trainable"`
		Optimizer    *Count
		Text, Styled string
		Error        string
	}
	data, err := os.ReadFile("testdata/summaries.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			s := &Summary{
				Model: c.Model, Rows: c.Rows, Connected: c.Connected, ShowTrainable: c.Args.ShowTrainable,
				Trainable: c.Trainable, NonTrainable: c.NonTrainable, Optimizer: c.Optimizer,
				LineLength: c.Args.LineLength, Positions: c.Args.Positions, Columns: c.Columns,
			}
			for styled, want := range map[bool]string{false: c.Text, true: c.Styled} {
				s.Styled = styled
				var b strings.Builder
				n, err := s.WriteTo(&b)
				if (err != nil) != (c.Error != "") {
					t.Fatalf("error %v, Keras's is %q", err, c.Error)
				}
				if got := b.String(); got != want || int(n) != len(got) {
					t.Errorf("styled %v:\n%s\nwant\n%s\n%q", styled, got, want, got)
				}
			}
		})
	}
}
