"""The lab: experiments whose settings stand in an address, and the figures that they draw."""
