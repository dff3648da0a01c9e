// A stand-in for the script that the jar spillway-browser carries.
export {};
