// Nuke.Common has an Assert of its own; here the tests' is meant.
global using Assert = Xunit.Assert;
