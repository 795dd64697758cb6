// How does a component that draws nothing take no room? (The component's .py puts this before its own script.)

// The page leaves a gap between elements; this one is outside of the flow.
function takeNoRoom({ host }) {
  const container = host.closest("[data-testid=stElementContainer]")
  if (container) container.style.position = "absolute"
}

