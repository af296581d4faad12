package config

import "testing"

func TestNull(t *testing.T) {
	var v struct {
		Way   string `json:"way" keras:"default=mean;null=none"`
		Other string `json:"other" keras:"default=mean"`
	}
	v.Other = "x"
	if err := Unmarshal([]byte(`{"way": null, "other": null}`), &v); err != nil || v.Way != "none" || v.Other != "" {
		t.Errorf("received %+v, %v, expected way none and other empty", v, err)
	}
}
