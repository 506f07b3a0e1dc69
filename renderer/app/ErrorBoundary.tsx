import { Component, type ReactNode } from 'react'

interface Props {
  children: ReactNode
  fallback: (again: () => void) => ReactNode
}

/** Shows `fallback` where something inside failed to render, until `again` is called. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return this.props.fallback(() => this.setState({ failed: false }))
  }
}
