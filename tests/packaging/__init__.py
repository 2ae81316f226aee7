"""Tests of how the gateway is installed, packaged and deployed."""
